// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IRecoverable} from "../interfaces/IRecoverable.sol";
import {ActType, Participant, Signer, Standing} from "../libraries/Types.sol";
import {Door} from "./Door.sol";

/// @notice A client's door (an issuer's or an investor's), whose lost key can be replaced.
abstract contract Client is Door, IRecoverable {
    /// @notice How long a client can veto after the second guardian agreed.
    uint64 public constant DELAY = 48 hours;
    /// @notice After so many vetoes the regulator must be one of the two guardians.
    uint8 public constant VETOES = 2;

    Signer private _wanted;
    address private _askedBy;
    uint64 private _readyAt;
    uint8 public vetoes;

    constructor(IMarketMaster master) Door(master) {}

    /// @inheritdoc IRecoverable
    function recover(Signer calldata signer) external {
        require(_isGuardian(msg.sender), RecoveryNotAGuardian(msg.sender));
        require(_readyAt == 0, RecoveryUnderWay());
        // what was asked by who is no guardian any more is void
        if (_askedBy == address(0) || !_isGuardian(_askedBy)) {
            require(vetoes < VETOES || msg.sender == MASTER.regulator(), RecoveryNeedsRegulator());
            _requireUsable(signer);
            (_wanted, _askedBy, _recovering) = (signer, msg.sender, true);
            emit RecoveryAsked(msg.sender, signer.key, signer.x, signer.y);
            return;
        }
        require(_askedBy != msg.sender, RecoveryTwiceBySame(msg.sender));
        bool same = _wanted.key == signer.key && _wanted.x == signer.x && _wanted.y == signer.y;
        require(same, RecoveryOtherSigner(signer.key, _wanted.key));
        _readyAt = uint64(block.timestamp) + DELAY;
        emit RecoveryAgreed(msg.sender, _readyAt);
    }

    /// @inheritdoc IRecoverable
    function withdrawRecovery() external {
        require(_askedBy == msg.sender, RecoveryNotAsked());
        _forgetRecovery();
        emit RecoveryWithdrawn(msg.sender);
    }

    /// @notice The client's own act: no, the key is not lost.
    function vetoRecovery() external onlySelf {
        require(_askedBy != address(0), RecoveryNotAsked());
        require(vetoes < VETOES, RecoveryNeedsRegulator());
        _forgetRecovery();
        vetoes += 1;
        emit RecoveryVetoed(vetoes);
    }

    /// @notice The client's own act: ask or agree as one of the two.
    function recoverSelf(address key, bytes32 x, bytes32 y) external onlySelf {
        this.recover(Signer(key, x, y));
    }

    /// @inheritdoc IRecoverable
    function completeRecovery() external {
        require(_readyAt != 0, RecoveryNotAsked());
        require(block.timestamp >= _readyAt, RecoveryTooEarly(_readyAt, block.timestamp));
        Signer[] memory signers = new Signer[](1);
        signers[0] = _wanted;
        _forgetRecovery();
        vetoes = 0;
        _replaceSigners(signers, 1);
        emit Recovered(signers[0].key, signers[0].x, signers[0].y);
    }

    /// @notice Who asked for a recovery that is under way, and from when it can be completed (zero: not agreed yet).
    function recovery() external view returns (address askedBy, uint64 readyAt, Signer memory wanted) {
        return (_askedBy, _readyAt, _wanted);
    }

    function _forgetRecovery() private {
        delete _wanted;
        (_askedBy, _readyAt, _recovering) = (address(0), 0, false);
    }

    /// @dev The client itself, its operator, its trustee; the regulator for a revoked guardian, or after the vetoes.
    function _isGuardian(address door) private view returns (bool) {
        if (door == address(this)) return true;
        Participant memory me = MASTER.participant(address(this));
        if (door == MASTER.regulator()) return vetoes >= VETOES || _isRevoked(me.parent) || _isRevoked(me.trustee);
        return (door == me.parent || door == me.trustee) && MASTER.isActive(door);
    }

    function _isRevoked(address guardian) private view returns (bool) {
        return MASTER.participant(guardian).standing == Standing.Revoked;
    }

    /// @dev While a recovery is under way the door's debits are frozen: it can only veto or agree. A veto moves nothing, and
    /// no freeze stops it: else whoever can freeze could take the door.
    function _mayRun(address target, bytes4 selector) internal view override {
        bool own = target == address(this);
        bool veto = own && selector == this.vetoRecovery.selector;
        if (!veto) super._mayRun(target, selector);
        bool agrees = own && selector == this.recoverSelf.selector;
        require(!_recovering || veto || agrees, RecoveryUnderWay());
    }

    /// @notice Ask for `amount` sen of `token` to be paid out at the bank.
    function requestWithdrawal(address token, uint256 amount) external onlySelf {
        MASTER.requestWithdrawal(token, amount);
    }

    /// @notice Ask to be taken over by another operator, in the guard of one of its trustees.
    function askToMove(address operator, address trustee) external onlySelf {
        MASTER.askToMove(operator, trustee);
    }

    function _clientActs(uint256 more) internal pure returns (ActType[] memory list) {
        list = new ActType[](7 + more);
        ActType[3] memory own = _signerActs(false);
        (list[0], list[1], list[2]) = (own[0], own[1], own[2]);
        list[3] = ActType(
            this.vetoRecovery.selector, 100_000, 1,
            "VetoRecovery(address door,address asset,uint256 most,uint256 nonce,uint256 deadline)"
        );
        list[4] = ActType(
            this.recoverSelf.selector, 200_000, 1,
            "RecoverSelf(address door,address asset,uint256 most,address key,bytes32 x,bytes32 y,uint256 nonce,uint256 deadline)"
        );
        list[5] = ActType(
            this.requestWithdrawal.selector, 220_000, 1,
            "RequestWithdrawal(address door,address asset,uint256 most,address token,uint256 amount,uint256 nonce,uint256 deadline)"
        );
        list[6] = ActType(
            this.askToMove.selector, 150_000, 1,
            "AskToMove(address door,address asset,uint256 most,address operator,address trustee,uint256 nonce,uint256 deadline)"
        );
    }
}
