// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IFace, IMoneyFace} from "../interfaces/IFaces.sol";
import {IMoneyRules} from "../interfaces/IRules.sol";
import {Deposit, Face, Kind, Participant, Role, Standing, Withdrawal} from "../libraries/Types.sol";
import {Modules} from "./Modules.sol";

/// @dev Money: one supply per trustee, minted against a reference that can be used once, burned out of a withdrawal
/// escrow (promises 1 to 3). The kernel's own balance is that escrow.
abstract contract MoneyAccounts is Modules {
    bytes32 internal constant MONEY = "money";

    mapping(Kind kind => address code) internal _faceTemplates;
    mapping(address face => Face) internal _faces;
    mapping(address trustee => address token) public tokenOf;
    mapping(address token => mapping(address holder => uint256)) public balanceOf;
    mapping(address token => mapping(address owner => mapping(address spender => uint256))) public allowance;
    mapping(address token => mapping(bytes32 ref => Deposit)) internal _deposits;
    mapping(uint256 id => Withdrawal) internal _withdrawals;
    uint256 internal _lastWithdrawal;

    modifier onlyFace(Kind kind) {
        require(_faces[msg.sender].kind == kind, MasterNotAFace(msg.sender));
        _;
    }

    function _createFace(Kind kind, address trustee, address issuer, bytes32 name, bytes32 symbol)
        internal
        returns (address face)
    {
        face = _clone(_faceTemplates[kind]);
        _faces[face] = Face(kind, trustee, issuer, 0, 0);
        emit FaceCreated(face, kind, trustee, issuer, name, symbol);
        IFace(face).initialize(name, symbol);
    }

    // -- called by doors

    /// @inheritdoc IMarketMaster
    function mint(address to, uint256 amount, bytes32 ref, uint64 creditedAt) external only(Role.Trustee) {
        address token = tokenOf[msg.sender];
        _requireAmount(amount);
        _requireRole(to, Role.Investor);
        require(_deposits[token][ref].to == address(0), MasterReferenceUsed(ref));
        IMoneyRules(_running(MONEY)).checkMint(token, to, amount);

        _deposits[token][ref] = Deposit(to, creditedAt, uint128(amount));
        _faces[token].supply += uint128(amount);
        balanceOf[token][to] += amount;

        emit MoneyMinted(token, to, ref, amount, creditedAt, _faces[token].supply);
        IMoneyFace(token).announceTransfer(address(0), to, amount);
    }

    /// @inheritdoc IMarketMaster
    function requestWithdrawal(address token, uint256 amount) external idle returns (uint256 id) {
        _requireDoor(msg.sender);
        _requireUnfrozen(msg.sender);
        require(_faces[token].kind == Kind.Money, MasterNotAFace(token));
        id = ++_lastWithdrawal;
        _withdrawals[id] = Withdrawal(msg.sender, token, uint128(amount));
        emit WithdrawalRequested(id, msg.sender, token, amount);
        _moveMoney(token, msg.sender, address(this), amount);
    }

    /// @inheritdoc IMarketMaster
    function burn(uint256 id, bytes32 ref) external only(Role.Trustee) {
        Withdrawal memory w = _takeWithdrawal(id);
        require(_deposits[w.token][ref].to == address(0), MasterReferenceUsed(ref));

        _deposits[w.token][ref] = Deposit(address(this), uint64(block.timestamp), w.amount);
        balanceOf[w.token][address(this)] -= w.amount;
        _faces[w.token].supply -= w.amount;

        emit MoneyBurned(id, w.door, w.token, w.amount, ref, _faces[w.token].supply);
        IMoneyFace(w.token).announceTransfer(address(this), address(0), w.amount);
    }

    /// @inheritdoc IMarketMaster
    function returnWithdrawal(uint256 id, bytes32 reason) external only(Role.Trustee) {
        Withdrawal memory w = _takeWithdrawal(id);
        emit WithdrawalReturned(id, w.door, w.token, w.amount, reason);
        _moveMoney(w.token, address(this), w.door, w.amount);
    }

    /// @dev The calling trustee's own withdrawal, or one of a revoked trustee that it succeeds; it is gone from the book.
    function _takeWithdrawal(uint256 id) private returns (Withdrawal memory w) {
        w = _withdrawals[id];
        require(w.door != address(0), MasterNoSuchWithdrawal(id));
        address trustee = _faces[w.token].trustee;
        bool successor = _participants[trustee].standing == Standing.Revoked && _successors[trustee] == msg.sender;
        require(trustee == msg.sender || successor, MasterNotYourSupply(w.token, msg.sender));
        delete _withdrawals[id];
    }

    // -- called by faces

    /// @inheritdoc IMarketMaster
    function transferMoney(address caller, address from, address to, uint256 amount) external onlyFace(Kind.Money) {
        _requireCaller(caller);
        _requireDoor(to);
        if (caller == from) {
            _spend(msg.sender, amount);
        } else {
            _requireActive(from);
            uint256 allowed = allowance[msg.sender][from][caller];
            require(amount <= allowed, MasterAllowanceTooLow(caller, allowed, amount));
            allowance[msg.sender][from][caller] = allowed - amount;
            emit MoneyApproved(msg.sender, from, caller, allowed - amount);
        }
        IMoneyRules(_running(MONEY)).checkMove(msg.sender, from, to, amount);
        // the standard: a transfer of nothing is a transfer like any other
        if (amount == 0) IMoneyFace(msg.sender).announceTransfer(from, to, 0);
        else _moveMoney(msg.sender, from, to, amount);
    }

    /// @inheritdoc IMarketMaster
    function approveMoney(address caller, address spender, uint256 amount) external onlyFace(Kind.Money) {
        _requireCaller(caller);
        _requireDoor(spender);
        allowance[msg.sender][caller][spender] = amount;
        emit MoneyApproved(msg.sender, caller, spender, amount);
    }

    // -- called by instances

    /// @inheritdoc IMarketMaster
    function pull(address token, uint256 amount) external {
        address door = _requireActing();
        _requireInstance();
        require(_faces[token].kind == Kind.Money, MasterNotAFace(token));
        _requireAmount(amount);
        _spend(token, amount);
        IMoneyRules(_running(MONEY)).checkMove(token, door, msg.sender, amount);
        _moveMoney(token, door, msg.sender, amount);
    }

    /// @inheritdoc IMarketMaster
    function pay(address token, address to, uint256 amount) external {
        _requireInstance();
        _requireDoor(to);
        _requireUnfrozen(to);
        _moveMoney(token, msg.sender, to, amount);
    }

    // -- readings

    function faceOf(address face) external view returns (Face memory) {
        return _faces[face];
    }

    function depositOf(address token, bytes32 ref) external view returns (Deposit memory) {
        return _deposits[token][ref];
    }

    function withdrawalOf(uint256 id) external view returns (Withdrawal memory) {
        return _withdrawals[id];
    }

    // -- the one choke point of money

    function _moveMoney(address token, address from, address to, uint256 amount) internal {
        _requireAmount(amount);
        uint256 balance = balanceOf[token][from];
        require(amount <= balance, MasterBalanceTooLow(token, from, balance, amount));
        balanceOf[token][from] = balance - amount;
        balanceOf[token][to] += amount;
        IMoneyFace(token).announceTransfer(from, to, amount);
    }

    function _requireAmount(uint256 amount) internal pure {
        require(amount != 0, MasterAmountZero());
        require(amount <= type(uint64).max, MasterAmountTooLarge(amount));
    }

    function _isFace(address account) internal view override returns (bool) {
        return _faces[account].kind != Kind.None;
    }

    function _faceTemplate(address face) internal view override returns (address) {
        return _faceTemplates[_faces[face].kind];
    }
}
