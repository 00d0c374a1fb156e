// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMasterCore} from "../interfaces/IMasterCore.sol";
import {IMoneyFace} from "../interfaces/IFaces.sol";
import {IMoneyRules} from "../interfaces/IRules.sol";
import {Deposit, Face, Kind, Role, Standing, Withdrawal} from "../libraries/Types.sol";
import {Stage} from "./Stage.sol";

/// @dev Money: one supply per trustee, minted against a reference that can be used once (promises 1 to 3).
abstract contract Money is Stage {
    /// @dev The bank's clock and the chain's differ, but not by more than this.
    uint256 private constant TOLERANCE = 1 days;

    // -- called by doors

    /// @inheritdoc IMasterCore
    function mint(address to, uint256 amount, bytes32 ref, uint64 creditedAt) external only(Role.Trustee) {
        address token = _tokens[msg.sender];
        _requireAmount(amount);
        if (_templates[to] == address(0)) _requireRole(to, Role.Investor);
        require(_deposits[token][ref].to == address(0), MasterReferenceUsed(ref));
        IMoneyRules(_running(MONEY)).checkMint(token, to, amount);

        require(creditedAt <= block.timestamp + TOLERANCE, MasterCreditedInFuture(creditedAt, block.timestamp));
        _deposits[token][ref] = Deposit(to, uint40(creditedAt), uint56(amount));
        _faces[token].supply += uint128(amount);
        _accounts[token][to].balance += uint128(amount);

        emit MoneyMinted(token, to, ref, amount, creditedAt, _faces[token].supply);
        IMoneyFace(token).announceTransfer(address(0), to, amount);
    }

    /// @inheritdoc IMasterCore
    function requestWithdrawal(address token, uint256 amount) external idle returns (uint256 id) {
        _requireUnfrozen(msg.sender);
        _requireKind(token, Kind.Money);
        _requireAmount(amount);
        id = ++_lastWithdrawal;
        _withdrawals[id] = Withdrawal(msg.sender, uint56(amount), token);
        emit WithdrawalRequested(id, msg.sender, token, amount);
        _moveMoney(token, msg.sender, address(this), amount);
    }

    /// @inheritdoc IMasterCore
    function burn(uint256 id, bytes32 ref) external only(Role.Trustee) {
        Withdrawal memory w = _takeWithdrawal(id);
        require(_deposits[w.token][ref].to == address(0), MasterReferenceUsed(ref));

        _deposits[w.token][ref] = Deposit(address(this), uint40(block.timestamp), w.amount);
        _accounts[w.token][address(this)].balance -= w.amount;
        _faces[w.token].supply -= w.amount;

        emit MoneyBurned(id, w.door, w.token, w.amount, ref, _faces[w.token].supply);
        IMoneyFace(w.token).announceTransfer(address(this), address(0), w.amount);
    }

    /// @inheritdoc IMasterCore
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

    // -- called by instances

    /// @inheritdoc IMasterCore
    function pull(address token, uint256 amount) external {
        address door = _requireActing();
        _requireActive(door);
        _pull(token, door, amount);
    }

    /// @inheritdoc IMasterCore
    function enter(address token, uint256 amount, address other, bytes32 name) external returns (address door, address code) {
        door = _entrant();
        _requireActive(other);
        code = _running(name);
        _pull(token, door, amount);
    }

    function _pull(address token, address door, uint256 amount) private {
        _requireInstance();
        Face storage f = _faces[token];
        require(f.kind == Kind.Money, MasterNotAFace(token));
        _requireActive(f.trustee); // suspended or revoked: no pledge and no order in its money
        _spend(token, amount);
        IMoneyRules(_running(MONEY)).checkEntry(token, door, msg.sender, amount);
        _moveMoney(token, door, msg.sender, amount);
    }

    /// @inheritdoc IMasterCore
    function pay(address token, address to, uint256 amount) external {
        _requireInstance();
        _requireReceiver(to);
        _moveMoney(token, msg.sender, to, amount);
    }

    // -- readings

    function faceOf(address face) external view returns (Face memory) {
        return _faces[face];
    }

    function tokenOf(address trustee) external view returns (address) {
        return _tokens[trustee];
    }

    function balanceOf(address token, address holder) external view returns (uint256) {
        return _accounts[token][holder].balance;
    }
}
