// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../interfaces/ICampaign.sol";
import {IEscrow} from "../interfaces/IEscrow.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {Fees} from "../libraries/Fees.sol";
import {Standing} from "../libraries/Types.sol";
import {ProRata} from "./ProRata.sol";

/// @dev How a campaign ends: closed, then settled or failed, in steps that anyone may push. Nobody's co-operation is needed,
/// and nobody can hold up another's due.
abstract contract Settlement is ProRata {
    /// @dev A campaign not settled so long after its close fails.
    uint64 private constant LATEST = 90 days;

    constructor(IMarketMaster master) ProRata(master) {}

    // -- steps

    /// @inheritdoc ICampaign
    function close() external step {
        State now_ = state();
        require(now_ != State.Live, CampaignNotDue(_terms.closesAt));
        require(now_ == State.Due, CampaignOutOfState(now_, State.Due));
        require(block.timestamp >= _graceEndsAt, CampaignNotDue(_graceEndsAt));
        if (_pledged < _terms.minimum) _fail("minimum");
        else _close(_coolingOffEndsAt);
    }

    /// @inheritdoc ICampaign
    function settle(uint256 n) external step {
        if (_state == State.CoolingOff) _beginSettlement();
        require(_state == State.Settling, CampaignOutOfState(state(), State.Settling));
        uint256 lot = _lot().lot;
        uint256 i = _done;
        for (uint256 end = _batchEnd(i, n); i < end; ++i) {
            address investor = _list[i];
            uint64 units = _pledges[investor].units;
            if (units == 0) continue;
            if (MASTER.isFrozen(investor)) emit Waiting(investor, units);
            else _deliver(investor, units, lot);
        }
        _done = uint32(i);
        if (i == _list.length) _payOut();
    }

    /// @inheritdoc ICampaign
    function fail() external step {
        State now_ = state();
        bool running = now_ >= State.Approved && now_ < State.Settling;
        require(running, CampaignOutOfState(now_, State.CoolingOff));
        bool cooling = now_ == State.CoolingOff;
        if (now_ == State.Approved && block.timestamp >= _terms.closesAt) _fail("unready");
        else if (_trusteeRevoked()) _fail("trustee");
        else if (cooling && block.timestamp >= _exitEndsAt() && _isAllocated() && _pledged < _terms.minimum) _fail("minimum");
        else if (cooling && block.timestamp > _closedAt + LATEST) _fail("late");
        else revert CampaignCannotFail();
    }

    /// @inheritdoc ICampaign
    function refund(uint256 n) external step {
        require(_failed(), CampaignOutOfState(state(), State.Failed));
        uint256 i = _done;
        for (uint256 end = _batchEnd(i, n); i < end; ++i) {
            address investor = _list[i];
            uint64 units = _pledges[investor].units;
            if (units == 0) continue;
            if (MASTER.isFrozen(investor)) emit Waiting(investor, units);
            else _refund(investor, units);
        }
        _done = uint32(i);
    }

    /// @inheritdoc ICampaign
    function collect(address door) external step {
        uint256 owed = _owed[door];
        uint64 units = _pledges[door].units;
        if (owed != 0) {
            _owed[door] = 0;
            emit Paid(door, owed);
            MASTER.pay(_terms.money, door, owed);
        } else if (units != 0 && _failed()) {
            _refund(door, units);
        } else if (units != 0 && (_state == State.Settled || _state == State.Settling)) {
            _deliver(door, units, _lot().lot);
        } else {
            revert CampaignNothingDue(door);
        }
    }

    /// @inheritdoc IEscrow
    /// @dev An order of the regulator: a pledge that is not settled goes back whatever the windows say, one that is becomes
    /// its certificate; what waits is paid.
    function surrender(address door) external onlyMaster {
        uint256 owed = _owed[door];
        uint64 units = _pledges[door].units;
        if (owed != 0) {
            _owed[door] = 0;
            emit Paid(door, owed);
            MASTER.pay(_terms.money, door, owed);
        }
        if (units == 0) return;
        if (_failed()) _refund(door, units);
        else if (_state == State.Settling || _state == State.Settled) _deliver(door, units, _lot().lot);
        else _takeBack(door, units, state());
    }

    // -- effects

    /// @dev What goes back after the close is not allocated anew.
    function _takeBack(address door, uint64 units, State now_) internal {
        Pledge storage p = _pledges[door];
        (p.units, p.withdrawnAt) = (0, uint40(block.timestamp));
        if (now_ != State.CoolingOff) p.asked = 0;
        --_standing;
        _pledged -= units;
        uint256 amount = units * uint256(_terms.price);
        emit PledgeWithdrawn(door, units, amount, _pledged, _standing);
        MASTER.pay(_terms.money, door, amount);
    }

    function _close(uint64 coolingOffEndsAt) internal {
        _state = State.CoolingOff;
        _closedAt = uint40(block.timestamp);
        _coolingOffEndsAt = uint40(coolingOffEndsAt);
        if (_terms.allocation == Allocation.ProRata) _demand = _pledged;
        emit Closed(_pledged, uint256(_pledged) * _terms.price, coolingOffEndsAt);
    }

    /// @dev R8, R12: after cooling-off, no adverse notice open, and the minimum is tested again.
    function _beginSettlement() private {
        require(block.timestamp >= _coolingOffEndsAt, CampaignCoolingOff(_coolingOffEndsAt));
        require(block.timestamp >= _noticeEndsAt, CampaignAdverseNotice(_noticeEndsAt));
        require(_isAllocated(), CampaignNotAllocated());
        require(_pledged >= _terms.minimum, CampaignMinimumMissed(_pledged, _terms.minimum));
        require(!_trusteeRevoked(), CampaignTrusteeRevoked(_trustee()));
        (_state, _sold, _done) = (State.Settling, _pledged, 0);
    }

    /// @dev A pledge of which nothing more will be asked is forgotten, its place in the list too; who withdrew one, or was cut,
    /// may still have an entry in the rulebook's books that asks ({counted}).
    function _deliver(address investor, uint64 units, uint256 lot) private {
        Pledge storage p = _pledges[investor];
        if (_allocated || p.withdrawnAt != 0) {
            p.units = 0;
        } else {
            delete _list[p.number];
            delete _pledges[investor];
        }
        _pledged -= units;
        uint256 id = MASTER.deliver(_terms.face, lot, units, investor, uint64(block.timestamp) + _moratorium);
        emit Delivered(investor, units, id, units * uint256(_terms.price));
    }

    /// @dev R12, R16: the money is released, the fee on the whole amount; what was not sold is given back and gone. Units that
    /// wait for a frozen investor stay in the lot; a suspended operator's fee is held for it.
    function _payOut() private {
        _state = State.Settled;
        uint256 whole = _sold * uint256(_terms.price);
        uint256 fee = Fees.successFeeDown(_feeSlabs, whole);
        uint256 unsold = _terms.maximum - _sold;
        emit Settled(whole, fee, whole - fee, unsold);
        _giveBack(unsold);
        address operator = _terms.operator;
        bool suspended = MASTER.participant(operator).standing == Standing.Suspended;
        _owe(operator, fee, suspended || MASTER.isFrozen(operator));
        _owe(_terms.issuer, whole - fee, MASTER.isFrozen(_terms.issuer));
    }

    function _owe(address door, uint256 amount, bool hold) private {
        if (amount == 0) return;
        if (!hold) emit Paid(door, amount);
        _payOrHold(door, amount, hold);
    }

    function _fail(bytes32 why) private {
        _state = State.Failed;
        _done = 0;
        emit Failed(why, _pledged);
        _giveBackUnits();
    }

    function _refund(address investor, uint64 units) private {
        delete _pledges[investor];
        _pledged -= units;
        --_standing;
        uint256 amount = units * uint256(_terms.price);
        emit Refunded(investor, amount);
        MASTER.pay(_terms.money, investor, amount);
    }

    function _giveBackUnits() internal {
        _giveBack(_lot().units);
    }

    function _giveBack(uint256 units) private {
        if (units != 0) MASTER.giveBack(_terms.face, _lot().lot, units);
    }

    // -- readings

    /// @inheritdoc ICampaign
    function dueTo(address door) external view returns (uint256) {
        return _owed[door];
    }
}
