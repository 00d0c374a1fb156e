// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../interfaces/ICampaign.sol";
import {ICounted, IRulebook} from "../interfaces/IRulebook.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {Deposit, Holding, Standing} from "../libraries/Types.sol";
import {Instance} from "./Instance.sol";

/// @dev What a campaign keeps and how it is read: its terms and dates, and who pledged. Pledges are booked, never inferred
/// from a balance.
abstract contract Pledges is Instance, ICampaign {
    Terms internal _terms;
    /// @dev The issuer's person tag.
    bytes32 internal _company;
    bytes32 public documents;
    uint256 public filledSlots;

    // one word: where it stands, its dates, and the how many-th it was launched in the market
    State internal _state;
    bool internal _microfund;
    uint40 internal _closedAt;
    uint40 internal _graceEndsAt;
    uint40 internal _coolingOffEndsAt;
    uint40 internal _noticeEndsAt;
    uint32 internal _moratorium;
    uint24 internal _noticeWindow;
    uint24 internal _launched;

    // one word: units in escrow; pro rata, what was asked for at the close; what is sold; how many pledges stand; how far in
    // the list the step under way has come
    uint64 internal _pledged;
    uint64 internal _demand;
    uint64 internal _sold;
    uint32 internal _standing;
    uint32 internal _done;

    // one word: pro rata, where the larger remainders end
    uint64 internal _cutRemainder;
    address internal _cutLast;
    bool internal _allocated;

    uint256 internal _feeSlabs;
    /// @dev Investors in the order of their first pledge.
    address[] internal _list;
    mapping(address investor => Pledge) internal _pledges;
    mapping(bytes32 pledge => bool) private _intended;
    mapping(address investor => bool) private _showed;

    constructor(IMarketMaster master) Instance(master) {}

    // -- late money

    /// @inheritdoc ICampaign
    function intend(bytes32 pledge_) external step {
        _requireState(State.Live);
        _intended[pledge_] = true;
        emit Intended(pledge_);
    }

    /// @inheritdoc ICampaign
    function showDeposit(address investor, bytes32 ref) external step {
        Deposit memory d = MASTER.depositOf(_terms.money, ref);
        bool late = d.to == investor && investor != address(0) && d.creditedAt != 0 && d.creditedAt < _terms.closesAt;
        require(late, CampaignNotLateMoney(ref, d.creditedAt, _terms.closesAt));
        _showed[investor] = true;
        emit LateMoneyShown(investor, ref, d.creditedAt);
    }

    /// @inheritdoc ICampaign
    function intentOf(address investor, uint256 units, uint256 least) public pure returns (bytes32) {
        return keccak256(abi.encode(investor, units, least));
    }

    /// @dev Live; or in the grace after the deadline, when this very pledge was intended before it and its money was on its
    /// way. An intent serves once.
    function _requireOpen(address door, uint256 units, uint256 least) internal virtual {
        State now_ = state();
        if (now_ == State.Live) {
            _state = State.Live; // from now on the kernel need not be asked whether the units are here
            return;
        }
        bool grace = now_ == State.Due && block.timestamp < _graceEndsAt;
        require(grace, CampaignOutOfState(now_, State.Live));
        bytes32 intent = intentOf(door, units, least);
        require(_intended[intent], CampaignNotIntended(intent));
        require(_showed[door], CampaignNoLateMoney(door));
        delete _intended[intent];
    }

    // -- guards

    function _requireState(State wanted) internal view {
        State now_ = state();
        require(now_ == wanted, CampaignOutOfState(now_, wanted));
    }

    function _rulebook() internal view returns (IRulebook) {
        return IRulebook(MASTER.running("rulebook"));
    }

    /// @dev What the campaign holds of its class: only the trustee's mint brings units here.
    function _lot() internal view returns (Holding memory) {
        return MASTER.holdingOf(_terms.face, address(this));
    }

    function _trustee() internal view returns (address) {
        return MASTER.faceOf(_terms.money).trustee;
    }

    function _trusteeRevoked() internal view returns (bool) {
        return MASTER.participant(_trustee()).standing == Standing.Revoked;
    }

    function _failed() internal view returns (bool) {
        return _state == State.Failed || _state == State.Cancelled;
    }

    /// @dev R10, R11: until then a pledge may be withdrawn, and nothing settles.
    function _exitEndsAt() internal view returns (uint64) {
        return _coolingOffEndsAt > _noticeEndsAt ? _coolingOffEndsAt : _noticeEndsAt;
    }

    /// @dev Where a batch of `n` that begins at `from` ends.
    function _batchEnd(uint256 from, uint256 n) internal view returns (uint256) {
        uint256 left = _list.length - from;
        return from + (n < left ? n : left);
    }

    // -- readings

    /// @inheritdoc ICampaign
    function state() public view returns (State) {
        State kept = _state;
        if (kept == State.Approved) {
            if (_lot().units == 0) return State.Approved;
            if (block.timestamp < _terms.opensAt) return State.Ready;
        } else if (kept != State.Live) {
            return kept;
        }
        return block.timestamp < _terms.closesAt ? State.Live : State.Due;
    }

    function terms() external view returns (Terms memory) {
        return _terms;
    }

    function pledgeOf(address investor) external view returns (Pledge memory) {
        return _pledges[investor];
    }

    function unitsPledged() external view returns (uint256) {
        return _pledged;
    }

    /// @inheritdoc ICampaign
    function dates() external view returns (uint64 graceEndsAt, uint64 coolingOffEndsAt, uint64 noticeEndsAt) {
        return (_graceEndsAt, _coolingOffEndsAt, _noticeEndsAt);
    }

    /// @inheritdoc ICampaign
    function unitsAwaited(address face) external view returns (uint256) {
        bool waits = _state == State.Approved && face == _terms.face && _lot().units == 0;
        return waits && block.timestamp < _terms.closesAt ? _terms.maximum : 0;
    }

    /// @inheritdoc ICounted
    function issuer() external view returns (address) {
        return _terms.issuer;
    }

    /// @inheritdoc ICounted
    function isOver() public view returns (bool) {
        return _state >= State.Settled;
    }

    /// @inheritdoc ICounted
    function raised() external view returns (uint256) {
        if (_failed()) return 0;
        return (_state == State.Settled ? _sold : _terms.maximum) * uint256(_terms.price);
    }
}
